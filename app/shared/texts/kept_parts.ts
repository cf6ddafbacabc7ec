import type { Edge } from 'edge.js'

type Compiler = Edge['compiler']

/**
 * The template engine keeps what it made of a template, but makes every included part anew each time, because a part may read variables of
 * the place where it is included. One that is included where there are none is the same everywhere: it is kept as well.
 */
export function keepIncludedParts({ compiler }: Pick<Edge, 'compiler'>): void {
  const prototype = Object.getPrototypeOf(compiler) as Compiler
  const compile = prototype.compile
  prototype.compile = function (this: Compiler, path, variables) {
    return compile.call(this, path, variables?.length ? variables : undefined)
  }
}
