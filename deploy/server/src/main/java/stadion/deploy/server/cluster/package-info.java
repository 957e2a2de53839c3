/**
 * This node's part in the cluster: how nodes that share a store find each other, form one cluster, leave it and come back. A process has one life as a member after the other, each in an
 * actor system of its own ({@code Member}); {@code Life} is what happens in one, {@code Membership} begins the next. What the nodes of a cluster do together is not known here.
 */
package stadion.deploy.server.cluster;
