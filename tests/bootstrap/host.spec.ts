import { test } from '@japa/runner'
import { checkFreeSpace } from '../../bin/lib/disk.mjs'
import { checkHostNode } from '../../bin/lib/host.mjs'
import { meansFullDisk } from '../../bin/lib/refusal.mjs'
import { temporaryFolder } from './support/start.js'

test.group('The machine', () => {
  test('needs Node 20 for the set-up: {version}')
    .with([
      { version: 'v18.20.4', isEnough: false },
      { version: 'v20.0.0', isEnough: true },
      { version: 'v24.1.0', isEnough: true },
    ])
    .run(({ assert }, { version, isEnough }) => {
      if (isEnough) assert.doesNotThrow(() => checkHostNode(version))
      else
        assert.throws(() => checkHostNode(version), /Node\.js 20 or newer is needed and this is v18\.20\.4/)
    })

  test('names a full disk, whoever reports it: {what}')
    .with([
      { what: 'Node', problem: Object.assign(new Error('write'), { code: 'ENOSPC' }), isFull: true },
      { what: 'PostgreSQL', problem: Object.assign(new Error('x'), { code: '53100' }), isFull: true },
      { what: 'a log line', problem: 'FATAL:  could not write file: No space left on device', isFull: true },
      { what: 'a quota', problem: Object.assign(new Error('write'), { code: 'EDQUOT' }), isFull: true },
      { what: 'something else', problem: new Error('connection refused'), isFull: false },
    ])
    .run(({ assert }, { problem, isFull }) => assert.equal(meansFullDisk(problem), isFull))
})

test.group('The disk', (group) => {
  let folder = ''
  group.each.setup(async (current) => {
    folder = await temporaryFolder(current)
  })

  test('is looked at before anything is written', ({ assert }) => {
    assert.doesNotThrow(() => checkFreeSpace(`${folder}/not/there/yet`, 1024, 'a test'))
    assert.throws(
      () => checkFreeSpace(folder, 2 ** 60, 'a test'),
      /is full: \d+ MB are free and \d+ MB are needed for a test/
    )
  })
})
