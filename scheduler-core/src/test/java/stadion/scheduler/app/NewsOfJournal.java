package stadion.scheduler.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import stadion.scheduler.event.SchedulerEvent;

/** What subscribers should have been told of an app or pod, by its journal. */
public final class NewsOfJournal {

    private NewsOfJournal() {}

    public static List<SchedulerEvent> of(List<Object> journal) {
        List<SchedulerEvent> news = new ArrayList<>();
        AppState state = AppState.EMPTY;
        for (Object stored : journal) {
            AppEvent event = (AppEvent) stored;
            AppState after = AppEvents.apply(state, event);
            news.addAll(AppNews.of(state, event, after, Instant.EPOCH));
            state = after;
        }
        return news;
    }
}
