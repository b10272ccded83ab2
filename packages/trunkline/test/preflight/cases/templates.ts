// Finds what the cases break in a template.
import type { Json } from './scenario.js';

/** The only resource of a type. */
export function only(template: Json, type: string): Json {
  const found = Object.values<Json>(template.Resources).filter((resource) => resource.Type === type);
  if (found.length !== 1) throw new Error(`There are ${String(found.length)} resources of type ${type}.`);
  return found[0];
}

/** The policy document of the only resource of a type. */
export function documentOf(template: Json, type: string): Json {
  const { KeyPolicy, PolicyDocument } = only(template, type).Properties;
  return KeyPolicy ?? PolicyDocument;
}

/** The statement with a name. */
export function statementOf(document: Json, sid: string): Json {
  const found = document.Statement.find((statement: Json) => statement.Sid === sid);
  if (found === undefined) throw new Error(`There is no statement ${sid}.`);
  return found;
}

/** Takes statements out of a document. */
export function takeOut(document: Json, which: (statement: Json) => boolean): void {
  document.Statement = document.Statement.filter((statement: Json) => !which(statement));
}

/** The store of a region of the only pipeline. */
export function storeOf(template: Json, region: string): Json {
  return storesOf(template).find((store: Json) => store.Region === region).ArtifactStore;
}

/** All stores of the only pipeline. */
export function storesOf(template: Json): Json[] {
  return only(template, 'AWS::CodePipeline::Pipeline').Properties.ArtifactStores;
}
