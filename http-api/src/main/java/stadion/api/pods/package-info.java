/**
 * Pods over HTTP: everything at and below {@code /v2/pods}, and the status of pods as it also stands in groups. What a pod is, is decided in {@code stadion.api.pod}; what
 * becomes of it, by the scheduler.
 */
package stadion.api.pods;
