// The service in one region: its network, its secret, and the tasks behind a load balancer.
import { Annotations, CfnOutput, Fn, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, Secret as ContainerSecret } from 'aws-cdk-lib/aws-ecs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { LoadBalancedFargateService } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { digestParameterName, repositoryName } from './names';

/** What the stack needs to know. */
export interface ServiceStackProps extends StackProps {
  /** The stage's name, such as `dev`. */
  readonly deploysTo: string;
  /** Short addresses and where they lead. */
  readonly redirects: Readonly<Record<string, string>>;
}

/** Everything of the service. */
export class ServiceStack extends Stack {
  /** The tasks and the load balancer. */
  public readonly fargate: LoadBalancedFargateService;
  /** Where the service is called. */
  public readonly serviceUrl: CfnOutput;

  public constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { deploysTo, redirects } = props;
    // Django signs with it, and whoever knows it can forge what was signed. Nobody ever sees it: a task gets it from here.
    const secretKey = new Secret(this, 'SecretKey', {
      description: `SECRET_KEY of django-service in ${deploysTo}`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    this.fargate = new LoadBalancedFargateService(this, 'Service', {
      vpc: this.#network(),
      image: this.#image(deploysTo),
      environment: { REDIRECTS: JSON.stringify(redirects) },
      secrets: { SECRET_KEY: ContainerSecret.fromSecretsManager(secretKey) },
      publicLoadBalancer: true,
      outputPrefix: '',
    });
    const { loadBalancer, taskDefinition } = this.fargate;
    taskDefinition.defaultContainer?.addEnvironment('ALLOWED_HOSTS', loadBalancer.loadBalancerDnsName);
    Annotations.of(this.fargate).acknowledgeWarning(
      'cdk-trunkline:plainHttp',
      'The sample has no domain, which a certificate needs. The service has neither cookies nor forms.',
    );
    this.serviceUrl = new CfnOutput(this, 'ServiceUrl', { value: `http://${loadBalancer.loadBalancerDnsName}` });
  }

  /**
   * The zones, named rather than looked up: CDK asks the account for those of the stack, and synthesis must not depend on
   * an account.
   */
  public override get availabilityZones(): string[] {
    return ['a', 'b'].map((zone) => `${this.region}${zone}`);
  }

  /** The image that the images step has pushed, by the digest that it wrote down, which is read at each deployment. */
  #image(deploysTo: string): ContainerImage {
    const repository = Repository.fromRepositoryName(this, 'Images', repositoryName(deploysTo));
    const digest = StringParameter.valueForStringParameter(this, digestParameterName(deploysTo));
    // With the algorithm at the beginning, it is a digest for the library too, rather than a tag.
    return ContainerImage.fromEcrRepository(repository, `sha256:${Fn.select(1, Fn.split(':', digest, 2))}`);
  }

  /** A VPC over two availability zones, with private subnets that reach the registry through one NAT gateway. */
  #network(): Vpc {
    const vpc = new Vpc(this, 'Vpc', {
      availabilityZones: this.availabilityZones,
      natGateways: 1,
      subnetConfiguration: [
        { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
      ],
    });
    Validations.of(this).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason: 'The zones are written into the template on purpose; see availabilityZones.',
    });
    return vpc;
  }
}
