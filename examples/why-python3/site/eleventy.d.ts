// Eleventy and its plugin bring no types; what the site uses of them.
declare module '@11ty/eleventy' {
  export default class Eleventy {
    constructor(input: string, output: string, options: object);
    init(): Promise<void>;
    watch(): Promise<void>;
    serve(port: number): Promise<void>;
    write(): Promise<unknown>;
  }
  export const EleventyRenderPlugin: unknown;
}

declare module '@11ty/eleventy-plugin-syntaxhighlight' {
  const plugin: unknown;
  export default plugin;
}
