/**
 * JSON that is rendered into memory, and kept. What has not changed is rendered once and then only copied, so that a list of a thousand apps costs as little as its
 * length. The parts are values of the model and of the scheduler's snapshots, which never change.
 */
package stadion.api.render;
