import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import AddStaff from '#app/identity/commands/add_staff'
import { as, createTenant } from '#tests/support/tenants'
import { findUserByEmail } from '#app/identity/index'

test.group('bin/ace staff:add', () => {
  test('lets a person in by the rules of the forms, with the password that is piped in', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    ace.ui.switchMode('raw')
    const add = async (address: string, piped: string) => {
      const command = await ace.create(AddStaff, [
        tenant.slug,
        address,
        '--name=Grace Hopper',
        '--role=support',
      ])
      command.input = Readable.from([piped])
      await command.exec()
      const said = command.ui.logger.getLogs().map(({ message }) => message)
      command.ui.logger.flushLogs()
      return `${command.exitCode ?? 0} ${said.join(' ')}`
    }
    assert.match(await add('grace', ''), /^1 .*email/)
    assert.match(await add('grace@example.test', ''), /^1 .*password/)
    assert.match(await add('grace@example.test', 'short\n'), /^1 .*at least 10/)
    assert.match(await add('grace@example.test', 'password1234\n'), /^1 .*guessed first/)
    assert.isUndefined(await as(tenant, () => findUserByEmail('grace@example.test')))
    assert.match(await add('grace@example.test', 'a nanosecond of wire\n'), /^0 .*Grace Hopper can sign in/)
    assert.match(await add('grace@example.test', 'a nanosecond of wire\n'), /^1 .*exists already/)
  })
})
