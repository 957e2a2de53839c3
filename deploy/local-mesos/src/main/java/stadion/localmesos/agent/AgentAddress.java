package stadion.localmesos.agent;

/**
 * Where an agent is reached.
 *
 * @param ip its address; also the address of tasks on the host's network
 * @param port the port of its HTTP end points
 */
record AgentAddress(String ip, int port) {}
