package stadion.deploy.server.faults;

import stadion.deploy.server.process.ServerProcess.Place;

/** The loopback interface, on which nobody can be cut off. */
final class OneMachine implements Network {

    @Override
    public String outside() {
        return Place.HERE.address();
    }

    @Override
    public Place place(int node) {
        return Place.HERE;
    }

    @Override
    public boolean canCut() {
        return false;
    }

    @Override
    public void cut(int one, int other) {
        throw new IllegalStateException("nobody can be cut off here, as canCut() says");
    }

    @Override
    public void cutOutside(int node) {
        throw new IllegalStateException("nobody can be cut off here, as canCut() says");
    }

    @Override
    public void heal() {}

    @Override
    public void close() {}
}
