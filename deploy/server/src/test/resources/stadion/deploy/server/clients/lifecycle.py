"""The life of an app, of a group and of an app that waits, as a user of python3-marathon writes it.

Usage: lifecycle.py URL. Says what it has seen, and ends with a traceback at the first thing that is not as Marathon does it.
"""

import sys
import threading
import time

from marathon import MarathonClient
from marathon.exceptions import ConflictError, MarathonHttpError, NotFoundError
from marathon.models import MarathonApp, MarathonGroup
from marathon.models.events import MarathonDeploymentSuccess, MarathonStatusUpdateEvent

PATIENCE_SECONDS = 180

url = sys.argv[1]
client = MarathonClient(url)
events = []


def until(what, holds):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)
    print("seen:", what, flush=True)


def settled():
    until("no deployment under way", lambda: client.list_deployments() == [])


def refused(error, call):
    try:
        call()
    except error as e:
        return e
    raise AssertionError(f"expected {error.__name__}")


def sleeping(app_id=None, **further):
    return MarathonApp(id=app_id, cmd="exec sleep 3600", cpus=0.01, mem=8, **further)


def running(app_id):
    return [task for task in client.list_tasks(app_id) if task.state == "TASK_RUNNING"]


def listen():
    stream = MarathonClient(url).event_stream(event_types=[MarathonDeploymentSuccess, MarathonStatusUpdateEvent])
    for event in stream:
        events.append(event)


def an_app():
    app_id = "/python/app"
    created = client.create_app(app_id, sleeping(instances=1, labels={"client": "python"}))
    assert created.id == app_id and created.instances == 1, created
    settled()
    assert client.get_app(app_id).tasks_running == 1

    client.scale_app(app_id, delta=2)
    until("3 tasks running", lambda: len(running(app_id)) == 3)
    settled()

    upgrade = client.update_app(app_id, MarathonApp(env={"REVISION": "2"}))
    settled()
    assert {task.version for task in running(app_id)} == {upgrade["version"]}
    assert client.get_app(app_id).env == {"REVISION": "2"}

    versions = client.list_versions(app_id)
    assert len(versions) == 3 and versions[0] == upgrade["version"], versions
    before = client.get_version(app_id, versions[1])
    assert before.instances == 3 and before.env == {}, before
    client.rollback_app(app_id, versions[1])
    settled()
    assert client.get_app(app_id).env == {}

    victim = running(app_id)[0]
    assert client.kill_task(app_id, victim.id).id == victim.id
    until(
        "another task in place of the killed one",
        lambda: len(running(app_id)) == 3 and victim.id not in [task.id for task in running(app_id)],
    )
    client.kill_given_tasks([running(app_id)[0].id], scale=True)
    settled()
    assert client.get_app(app_id).instances == 2

    assert [app.id for app in client.list_apps(label="client==python", embed_tasks=True, embed_counts=True)] == [app_id]
    assert {task.app_id for task in client.list_tasks()} == {app_id}
    assert len(client.list_endpoints()) == 2
    client.restart_app(app_id)
    settled()
    client.delete_app(app_id)
    settled()
    refused(NotFoundError, lambda: client.get_app(app_id))


def a_group():
    # Not a group of the first level: of those Marathon 1.11 shows enforceRole, a field that this client does not know.
    client.create_group(MarathonGroup(id="/python/group", apps=[sleeping("a", instances=1), sleeping("b", instances=1)]))
    settled()
    group = client.get_group("/python/group")
    assert [app.id for app in group.apps] == ["/python/group/a", "/python/group/b"], group.apps
    client.scale_group("/python/group", 2)
    settled()
    assert len(running("/python/group/a")) == 2 and len(running("/python/group/b")) == 2
    client.update_group("/python/group", MarathonGroup(apps=[sleeping("a", instances=1)]))
    settled()
    assert [app.id for app in client.get_group("/python/group").apps] == ["/python/group/a"]
    client.delete_group("/python/group")
    settled()
    refused(NotFoundError, lambda: client.get_group("/python/group"))


def waiting():
    # list_queue() knows nothing of the role that Marathon 1.11 shows here, and fails on a field that it does not know.
    return [item["app"]["id"] for item in client._do_request("GET", "/v2/queue").json()["queue"]]


def an_app_that_waits():
    app_id = "/python/waiting"
    client.create_app(app_id, MarathonApp(cmd="exec sleep 3600", cpus=1000, mem=8, instances=1))
    until("the app in the queue", lambda: waiting() == [app_id])
    client.reset_delay(app_id)
    [deployment] = client.list_deployments()
    assert deployment.affected_apps == [app_id]
    refused(ConflictError, lambda: client.scale_app(app_id, instances=2))
    client.delete_deployment(deployment.id)
    settled()
    refused(NotFoundError, lambda: client.get_app(app_id))


def something_wrong():
    error = refused(MarathonHttpError, lambda: client.create_app("/python/wrong", MarathonApp(cpus=1)))
    assert error.status_code == 422, error


def the_server():
    assert client.ping() == b'"pong"'
    assert client.get_leader()["leader"]
    assert "version" in client.get_metrics()


def the_events():
    until(
        "events of running and killed tasks",
        lambda: {"TASK_RUNNING", "TASK_KILLED"}
        <= {event.task_status for event in events if isinstance(event, MarathonStatusUpdateEvent)},
    )
    until("events of ended deployments", lambda: any(isinstance(event, MarathonDeploymentSuccess) for event in events))


threading.Thread(target=listen, daemon=True).start()
for part in (the_server, an_app, a_group, an_app_that_waits, something_wrong, the_events):
    print(part.__name__.replace("_", " "), flush=True)
    part()
