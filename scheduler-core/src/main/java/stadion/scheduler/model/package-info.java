/**
 * The words of the domain, as immutable records: apps, instances, paths, groups, deployments. The same records serve the API, the decisions and the store, in
 * Marathon's canonical form. Nothing here decides or does anything.
 */
package stadion.scheduler.model;
