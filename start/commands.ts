/** Every operator's command, loaded when it is called. */
import type { BaseCommand } from '@adonisjs/core/ace'
import type { CommandMetaData } from '@adonisjs/core/types/ace'

type CommandClass = typeof BaseCommand

const commands: (() => Promise<{ default: CommandClass }>)[] = [
  () => import('#app/shared/commands/help'),
  () => import('#app/shared/commands/migrate'),
  () => import('#app/ledger/commands/check'),
  () => import('#app/payments/commands/connect_gateway'),
  () => import('#app/provisioning/commands/connect_panel'),
  () => import('#app/identity/commands/add_staff'),
  () => import('#app/identity/commands/first_link'),
  () => import('#app/identity/commands/open_entrance'),
  () => import('#app/identity/commands/permissions'),
  () => import('#database/commands/demo_seed'),
  () => import('#database/commands/demo_access'),
  () => import('#database/commands/rotate_secrets'),
  () => import('#database/commands/simulate'),
  () => import('#app/shared/commands/flow'),
  () => import('#app/tenancy/commands/create_tenant'),
  () => import('#app/reporting/commands/verify_audit'),
]

async function load(): Promise<CommandClass[]> {
  return Promise.all(commands.map(async (importer) => (await importer()).default))
}

export async function getMetaData(): Promise<CommandMetaData[]> {
  return (await load()).map((command) => command.serialize())
}

export async function getCommand(metaData: CommandMetaData): Promise<CommandClass | null> {
  return (await load()).find((command) => command.commandName === metaData.commandName) ?? null
}
