import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'

const root = fileURLToPath(new URL('../../', import.meta.url))
const text = (file: string) => readFileSync(root + file, 'utf8')

/** Every variable that some file mentions in a way that reads it. */
function variablesIn(pattern: string, mention: RegExp): string[] {
  return globSync(pattern, { cwd: root }).flatMap((file) =>
    [...text(file).matchAll(mention)].map((match) => match[1]!)
  )
}

test.group('.env.example', () => {
  test('explains every variable that is read', ({ assert }) => {
    const read = new Set([
      ...variablesIn('start/env.ts', /^ {2}([A-Z_]+):/gm),
      ...variablesIn('sandbox/**/*.ts', /\b(SANDBOX_[A-Z_]+)\b/g),
      ...variablesIn('bin/lib/*.mjs', /given\.([A-Z_]+)\b/g),
      ...variablesIn('compose.yaml', /\$\{([A-Z_]+)/g),
    ])
    const explained = new Set([...text('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1]!))
    const system = ['PATH']
    assert.deepEqual(
      [...read].filter((name) => !explained.has(name) && !system.includes(name)),
      []
    )
  })

  test('reaches the processes of compose.yaml, but for what belongs to the sandbox or to the image', ({
    assert,
  }) => {
    const passed = new Set(variablesIn('compose.yaml', /^ {4}([A-Z_]+):/gm))
    const optional = variablesIn('start/env.ts', /^ {2}([A-Z_]+):/gm)
    const ofTheImage = ['HOST', 'PORT', 'VAR_DIR']
    const missing = optional.filter(
      (name) => !passed.has(name) && !name.startsWith('SANDBOX_') && !ofTheImage.includes(name)
    )
    assert.deepEqual(missing, [])
  })
})
