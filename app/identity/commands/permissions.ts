import { writeFile } from 'node:fs/promises'
import { BaseCommand, flags } from '@adonisjs/core/ace'
import router from '@adonisjs/core/services/router'
import { describePermissions } from '#start/permission_table'

export default class Permissions extends BaseCommand {
  static override commandName = 'permissions'
  static override description = 'Say who may do what: every route, as every role'
  static override options = { startApp: true }

  @flags.boolean({ description: 'write docs/permissions.md instead of printing' })
  declare write: boolean

  override async run(): Promise<void> {
    // A server does this when it starts; a command has none.
    router.commit()
    const text = await describePermissions()
    if (!this.write) return void this.logger.log(text)
    await writeFile(this.app.makePath('docs/permissions.md'), text)
    this.logger.success('Wrote docs/permissions.md')
  }
}
