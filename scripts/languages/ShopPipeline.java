// A project that subclasses the library in Java, for the compiler: hooks overridden, replaced and left out.
package shop;

import io.github.trunkline.cdk.GenericPipelineStack;
import io.github.trunkline.cdk.GenericPipelineStackProps;
import io.github.trunkline.cdk.PipelineConfig;
import io.github.trunkline.cdk.PipelineContext;
import io.github.trunkline.cdk.StageContext;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stage;
import software.amazon.awscdk.pipelines.ManualApprovalStep;
import software.amazon.awscdk.pipelines.Step;
import software.constructs.Construct;

public class ShopPipeline extends GenericPipelineStack {
    public ShopPipeline(final Construct scope, final String id, final GenericPipelineStackProps props) {
        super(scope, id, props);
    }

    @Override
    public Stage appStage(final Construct scope, final StageContext context) {
        return new Stage(scope, context.getId(), context.getStageProps());
    }

    @Override
    public List<String> lambdaTestCommands(final PipelineContext context) {
        return List.of("mvn verify");
    }

    @Override
    public Step approval(final StageContext context) {
        return new ManualApprovalStep("Release");
    }

    @Override
    public Step acceptanceTests(final StageContext context) {
        return null;
    }

    public static void main(final String[] args) {
        final App app = new App();
        final PipelineConfig config = PipelineConfig.fromContext(app);
        new ShopPipeline(app, "shop-development",
            GenericPipelineStackProps.builder().config(config).pipeline("development").build());
        app.synth();
    }
}
