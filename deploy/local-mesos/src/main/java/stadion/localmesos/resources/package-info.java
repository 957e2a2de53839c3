/**
 * Resources and attributes as Mesos counts them: parsed from text, added, subtracted and compared. Scalars have three
 * decimals, ranges and sets are kept disjoint and ordered, and only what is of one kind (name, reservation, disk) adds up.
 * Everything here is immutable.
 */
package stadion.localmesos.resources;
