/**
 * The scheduler: the domain, the pure decisions and the actors that carry them out. Its packages are features (model,
 * group, deployment, app, task, launch, offer, mesos, ...), each with at most one or two actors and the pure classes that
 * decide for them. It knows neither HTTP routes nor a journal plugin.
 */
package stadion.scheduler;
