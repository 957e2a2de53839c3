/**
 * The one connection to the Mesos master: the v1 scheduler HTTP API in protobuf, spoken by {@link stadion.scheduler.mesos.MesosGateway}. What goes over the
 * wire ({@code Calls}, {@code FrameworkInfos}, {@code RecordIo}, {@code Events}) is built and read by pure classes; the streams and connections around them only
 * carry bytes. Nothing here knows apps or instances: tasks and offers pass through as Mesos names them.
 */
package stadion.scheduler.mesos;
