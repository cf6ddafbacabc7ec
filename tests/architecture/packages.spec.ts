import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { filesBelow, importsOf, root } from '#tests/architecture/source_tree'

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}
const shipped = ['app', 'bin', 'config', 'database', 'start', 'sandbox', 'inertia']
/** Entrances of development, which production never runs. */
const developmentOnly = [/^bin\/(test|bench)\./, /^bin\/lib\/(run_tests|run_bench|test_\w+)\.mjs$/]

/** `@scope/name` or `name` of an import; null for what is ours or Node's own. */
function packageOf(target: string): string | null {
  if (/^[.#~/]|^node:/.test(target) || builtinModules.includes(target)) return null
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
}

test.group('What production runs', () => {
  test('imports no package that is there for development only', ({ assert }) => {
    const wrong = shipped
      .flatMap((folder) => filesBelow(folder, ['.ts', '.mjs', '.vue']))
      .filter(({ path }) => !developmentOnly.some((pattern) => pattern.test(path)))
      .flatMap((file) =>
        importsOf(file)
          .filter(({ target, isTypeOnly }) => {
            const name = packageOf(target)
            return name !== null && !isTypeOnly && !(name in dependencies)
          })
          .map(({ target, line }) => `${file.path}:${line} ${target}`)
      )
    assert.deepEqual(wrong, [])
  })

  test('is configured without one: its loader reads tsconfig.json at every start', ({ assert }) => {
    const { extends: base } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as {
      extends?: string
    }
    const name = base === undefined ? null : packageOf(base)
    assert.isTrue(name === null || name in dependencies, `tsconfig.json extends ${base}`)
  })
})
