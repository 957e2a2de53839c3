package stadion.scheduler.event;

/** The types that the records of events are annotated with, looked up once each. */
final class EventTypes {

    private static final ClassValue<String> TYPES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> event) {
            return event.getAnnotation(SchedulerEvent.Type.class).value();
        }
    };

    private EventTypes() {}

    static String of(Class<? extends SchedulerEvent> event) {
        return TYPES.get(event);
    }
}
