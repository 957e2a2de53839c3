/**
 * Deployments: planning the steps from one version of the definitions to the next, and carrying them out. A deployment only sets what each app is to become and
 * waits until the app says that it is satisfied, so that it can be resumed at any moment.
 */
package stadion.scheduler.deployment;
