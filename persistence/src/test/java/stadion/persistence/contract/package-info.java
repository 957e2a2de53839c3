/**
 * What Akka Persistence asks of a journal and a snapshot store, as tests that every store passes: a subclass opens the store and
 * says with which settings an actor system uses it. The rules are those of the Akka Persistence TCK, which itself needs ScalaTest.
 */
package stadion.persistence.contract;
