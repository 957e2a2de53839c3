/**
 * Deployments: how changes become deployments, the running ones at {@code /v2/deployments}, and how they are cancelled. Every address that changes apps or groups
 * asks {@code Changes} for it. What a deployment does is decided by the scheduler.
 */
package stadion.api.deployments;
