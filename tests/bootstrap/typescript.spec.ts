import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { applicationProgram, runToEnd } from '../../bin/lib/programs.mjs'

const program = 'tests/bootstrap/support/typed_program.ts'
const line = readFileSync(new URL('support/typed_program.ts', import.meta.url), 'utf8')
  .split('\n')
  .findIndex((text) => text.includes("new Error('where')"))
const said = {
  driven: { ok: true, value: 3 },
  colour: 'red',
  needs: true,
  name: 'Car',
  place: String(line + 1),
}

test.group('The code runs from TypeScript', (group) => {
  const folder = mkdtempSync(join(tmpdir(), 'compiled-'))
  group.teardown(() => rmSync(folder, { recursive: true, force: true }))

  async function run(cache?: string) {
    const { NODE_COMPILE_CACHE: _kept, ...environment } = process.env
    if (cache) environment.NODE_COMPILE_CACHE = cache
    const { code, output } = await runToEnd({ args: applicationProgram(program), environment })
    return { code, said: code === 0 ? JSON.parse(output) : output }
  }

  const keptProgram = () => {
    const sources = join(folder, 'sources')
    const name = readdirSync(sources).find((file) =>
      readFileSync(join(sources, file), 'utf8').includes('spokes')
    )
    return join(sources, name!)
  }

  test('with decorators, what they tell of types, and the lines of the source', async ({ assert }) => {
    assert.deepEqual(await run(), { code: 0, said })
  })

  test('from what an earlier start kept, as long as it was made of the same source', async ({ assert }) => {
    assert.deepEqual(await run(folder), { code: 0, said })
    const kept = readFileSync(keptProgram(), 'utf8')
    writeFileSync(keptProgram(), kept.replace('spokes = 3', 'spokes = 4'))
    assert.deepEqual(await run(folder), { code: 0, said: { ...said, driven: { ok: true, value: 4 } } })
    writeFileSync(keptProgram(), kept.replace('spokes = 3', 'spokes = 4').slice(0, -10))
    assert.deepEqual(await run(folder), { code: 0, said })
    assert.equal(readFileSync(keptProgram(), 'utf8'), kept)
  })

  test('where nothing can be kept as well', async ({ assert }) => {
    assert.deepEqual(await run(join(keptProgram(), 'below')), { code: 0, said })
  })
})
