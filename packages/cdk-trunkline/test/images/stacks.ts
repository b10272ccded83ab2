// What the tests of the images stand on.
import { ComboImage, ComboRepository, type ComboImageProps, type ConstructTestStack } from '../../src';
import { ENV, stackIn } from '../patterns/stacks';

/** The images of most tests. */
export const IMAGES = ['python:3.12', 'node:22'];

/** A stack with a combo in it. */
export function comboIn(props: Partial<ComboImageProps> = {}, stack = stackIn()): ConstructTestStack {
  new ComboImage(stack, 'PythonNode', { images: IMAGES, ...props });
  return stack;
}

/** Two combos that share a repository, as a matrix has them. */
export function matrixIn(stack = stackIn(ENV)): [ComboImage, ComboImage] {
  const repository = new ComboRepository(stack, 'Repository', { languages: ['python', 'node'] });
  const [one, other] = ['3.12', '3.13'].map(
    (version) => new ComboImage(stack, `Python${version}`, { images: [`python:${version}`, 'node:22'], repository }),
  );
  if (one === undefined || other === undefined) throw new Error('two were created');
  return [one, other];
}
