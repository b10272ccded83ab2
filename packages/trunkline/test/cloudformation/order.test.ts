// Laws of deployment: order, repetition and names, for any graph of resources.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generatedName } from '../../src/cloudformation/resources/naming.js';
import { Tokens } from '../../src/cloudformation/resources/tokens.js';
import type { TemplateResource, TemplateValue } from '../../src/model/template.js';
import { deployed, emptyTwin, stackOf } from './twin-fixture.js';

/** Resources whose references lead from later to earlier numbers, so that there is no circle; declared in any order. */
const graph = fc
  .array(
    fc.record({
      needs: fc.array(fc.tuple(fc.nat(), fc.constantFrom('Ref', 'GetAtt', 'Sub', 'DependsOn')), { maxLength: 3 }),
      type: fc.constantFrom('AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::IAM::Role'),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .chain((nodes) =>
    fc.record({
      nodes: fc.constant(nodes),
      order: fc.shuffledSubarray([...nodes.keys()], { minLength: nodes.length }),
    }),
  )
  .map(({ nodes, order }) => {
    const needs = new Map<string, string[]>();
    const resources = new Map<string, TemplateResource>();
    nodes.forEach((node, index) => {
      const targets = index === 0 ? [] : node.needs.map(([raw, how]) => [`R${raw % index}`, how] as const);
      const values = targets.flatMap(([id, how]): TemplateValue[] => {
        if (how === 'Ref') return [{ Ref: id }];
        if (how === 'GetAtt') return [{ 'Fn::GetAtt': [id, 'Arn'] }];
        return how === 'Sub' ? [{ 'Fn::Sub': `\${${id}}` }] : [];
      });
      needs.set(
        `R${index}`,
        targets.map(([id]) => id),
      );
      resources.set(`R${index}`, {
        Type: node.type,
        Properties: { Tags: values },
        DependsOn: targets.flatMap(([id, how]) => (how === 'DependsOn' ? [id] : [])),
      });
    });
    const template = Object.fromEntries(
      order.flatMap((index) => {
        const resource = resources.get(`R${index}`);
        return resource ? [[`R${index}`, resource] as const] : [];
      }),
    );
    return { needs, template };
  });

test('any graph deploys in dependency order, and deploying it twice is no change', async () => {
  const twin = await emptyTwin();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(graph, async ({ needs, template }) => {
      const request = stackOf(`Stack${run++}`, template);
      const { events } = await deployed(twin, request);
      const position = new Map(events.map(({ logicalId }, index) => [logicalId, index]));
      expect(events).toHaveLength(Object.keys(template).length + 1);
      for (const [id, targets] of needs) {
        for (const target of targets) expect(position.get(target)).toBeLessThan(position.get(id) ?? -1);
      }
      expect((await twin.deployStack(request)).status).toBe('no-changes');
    }),
    { numRuns: 60 },
  );
});

test('a chain of 500 resources deploys, and one more is refused', async () => {
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, index): [string, TemplateResource] => [
        `R${index}`,
        { Type: 'AWS::SQS::Queue', Properties: index + 1 < length ? { Tags: [{ Ref: `R${index + 1}` }] } : {} },
      ]),
    );
  const twin = await emptyTwin();
  expect((await deployed(twin, stackOf('Long', chain(500)))).events[0]?.logicalId).toBe('R499');
  expect((await twin.deployStack(stackOf('Longer', chain(501)))).reason).toMatch(
    /501, is greater than maximum allowed, 500/,
  );
});

test('generated names fit their service, whatever the stack and the logical id', () => {
  const limits: [string, RegExp][] = [
    ['AWS::S3::Bucket', /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/],
    ['AWS::ECR::Repository', /^[a-z0-9][a-z0-9-]{1,255}$/],
    ['AWS::Lambda::Function', /^[A-Za-z0-9-]{1,64}$/],
    ['AWS::IAM::Role', /^[A-Za-z0-9-]{1,64}$/],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', /^[A-Za-z0-9-]{1,32}$/],
    ['AWS::OpenSearchService::Domain', /^[a-z][a-z0-9-]{2,27}$/],
    ['AWS::SQS::Queue', /^[A-Za-z0-9-]{1,80}$/],
  ];
  const stackName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/);
  const logicalId = fc.stringMatching(/^[A-Za-z0-9]{1,255}$/);
  fc.assert(
    fc.property(stackName, logicalId, fc.nat(), (stack, id, generation) => {
      const tokens = new Tokens(`${stack}/${id}/${generation}`);
      for (const [type, form] of limits) expect(generatedName(type, stack, id, tokens)).toMatch(form);
      const replaced = generatedName('AWS::S3::Bucket', stack, id, new Tokens(`${stack}/${id}/${generation + 1}`));
      expect(replaced).not.toBe(generatedName('AWS::S3::Bucket', stack, id, tokens));
    }),
  );
});
