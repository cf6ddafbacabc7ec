import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import ConnectPanelCommand from '#app/provisioning/commands/connect_panel'
import { sandboxPanelToken } from '#tests/support/provisioning'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'

test.group('bin/ace panel:connect', (group) => {
  const sandbox = useSandbox(group)

  async function connect(args: string[], secrets: string[] = []) {
    ace.ui.switchMode('raw')
    const command = await ace.create(ConnectPanelCommand, args)
    command.input = Readable.from(secrets.map((secret) => `${secret}\n`))
    await command.exec()
    const said = command.ui.logger.getLogs().map(({ message }) => message)
    command.ui.logger.flushLogs()
    return { exitCode: command.exitCode ?? 0, said: said.join('\n') }
  }

  test('connects a panel of any kind that answers, and keeps none that does not', async ({ assert }) => {
    const tenant = await createTenant()
    const panels = () =>
      as(tenant, () =>
        inReadTransaction(() => db.selectFrom('panels').select(['code', 'driver', 'config']).execute())
      )
    const virtfusion = [tenant.slug, 'fra', `--url=${sandbox().url}/virtfusion/fra/api/v1`, '--location=Frankfurt'] // prettier-ignore
    const refused = await connect(virtfusion, ['wrong'])
    assert.equal(refused.exitCode, 1)
    assert.include(refused.said, 'Nothing was saved')
    assert.deepEqual(await panels(), [])

    const empty = await connect(virtfusion)
    assert.match(empty.said, /API token is missing/)
    const connected = await connect([...virtfusion, '--set', 'backupPlan=1'], [sandboxPanelToken])
    assert.equal(connected.exitCode, 0, connected.said)
    const workspaces = [tenant.slug, 'desktops', '--driver=kasm', `--url=${sandbox().url}/kasm`, '--location=Frankfurt'] // prettier-ignore
    const second = await connect(
      [...workspaces, '--set', 'userDomain=desktops.example.com'],
      ['sandbox-kasm-key', 'sandbox-kasm-secret']
    )
    assert.equal(second.exitCode, 0, second.said)
    assert.sameDeepMembers(await panels(), [
      { code: 'fra', driver: 'virtfusion', config: { backupPlan: 1 } },
      { code: 'desktops', driver: 'kasm', config: { userDomain: 'desktops.example.com' } },
    ])

    for (const [args, sentence] of [
      [[...virtfusion, '--set', 'nothing=1'], /nothing is no setting of virtfusion; it has .*backupPlan/],
      [[...virtfusion, '--driver=cpanel'], /knows no such panel/],
      [[tenant.slug, 'fra', '--url=panel', '--location=F'], /panel is no address/],
      [['nobody', 'fra', '--url=http://x', '--location=F'], /No tenant is called nobody/],
    ] as const) {
      const { exitCode, said } = await connect([...args])
      assert.equal(exitCode, 1)
      assert.match(said, sentence)
    }
  })
})
