/**
 * Matching: whether one more instance of an app fits one Mesos offer, and if not, why. An {@link stadion.scheduler.offer.OfferLedger} keeps what an offer still
 * holds, a {@link stadion.scheduler.offer.Placement} where an app's instances already are. All of it is pure and confined to the actor that calls it.
 */
@NullMarked
package stadion.scheduler.offer;

import org.jspecify.annotations.NullMarked;
