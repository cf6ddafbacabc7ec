import { OperatorCommand } from '#app/shared/commands/operator_command'
import env from '#start/env'
import { migrate, type MigrateError } from '#app/shared/database/migrate'
import { unreachable } from '#app/shared/result'

export default class Migrate extends OperatorCommand {
  static override commandName = 'migrate'
  static override description = 'Bring the database to this version of the code'
  static override options = { startApp: false }

  override async run(): Promise<void> {
    const result = await migrate(env.get('DATABASE_URL'))
    if (!result.ok) return this.refuse(explain(result.error))
    const { applied } = result.value
    this.logger.success(applied.length === 0 ? 'The database is up to date' : `Applied ${applied.join(', ')}`)
  }
}

function explain(error: MigrateError): string {
  switch (error.type) {
    case 'database_too_new':
      return `The database belongs to a newer version of this software (it knows ${error.unknown.join(', ')}); install that version or restore an older backup.`
    case 'database_too_old':
      return `PostgreSQL ${error.version} is too old; version 15 or newer is needed.`
    case 'role_missing': {
      const create = error.isThere ? '' : 'create role platform_app nologin; '
      return `The database user "${error.user}" may not use the role platform_app, as which the application works: run "${create}grant platform_app to ${error.user};" once as a superuser and start again.`
    }
    case 'migration_failed':
      return `${error.name ? `Migration ${error.name}` : 'Migrating'} failed and was rolled back: ${error.message}`
    default:
      return unreachable(error)
  }
}
