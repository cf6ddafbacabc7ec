import { test } from '@japa/runner'
import { findFreePort } from '../../bin/lib/ports.mjs'
import { runToEnd, temporaryFolder } from './support/start.js'

test.group('bin/ace', () => {
  test('says what a command asks for, and in one sentence that the database is not there yet', async (context) => {
    const { assert } = context
    const settings = { VAR_DIR: await temporaryFolder(context.test), PORT: String(await findFreePort()) }
    const ace = (...words: string[]) => runToEnd('bin/lib/ace.mjs', settings, words)
    const help = await ace('gateway:connect', '--help')
    assert.equal(help.code, 0, help.output)
    assert.match(help.output, /bin\/ace gateway:connect \[options\][^]*<tenant>/)

    const list = await ace('list')
    assert.include(list.output, 'ledger:check')
    assert.notInclude(list.output, 'make:controller')

    const early = await ace('ledger:check', '--json')
    assert.equal(early.code, 1)
    assert.equal(
      early.output.split('\n').at(-1),
      'The database is empty, or older than this code: run bin/ace migrate (or npm start) first.'
    )
    const wrong = await ace('simulate', '--months', 'many')
    assert.deepEqual(wrong, { code: 2, output: '--months is a whole number from 1 to 120, not "many".' })
  }).timeout(120_000)
})
