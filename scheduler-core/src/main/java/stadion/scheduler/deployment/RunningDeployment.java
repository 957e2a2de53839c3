package stadion.scheduler.deployment;

import java.util.List;

/** A deployment under way. {@code currentStep} counts from 1; {@code currentActions} are the actions of that step. */
public record RunningDeployment(DeploymentPlan plan, int currentStep) {

    public List<DeploymentPlan.Action> currentActions() {
        return currentStep >= 1 && currentStep <= plan.steps().size()
                ? plan.steps().get(currentStep - 1).actions()
                : List.of();
    }
}
