import { defineDriver } from '#app/provisioning/drivers/define_driver'
import {
  type PterodactylConfig,
  pterodactylFields,
  pterodactylSecrets,
} from '#app/provisioning/drivers/pterodactyl/config'
import { PterodactylPanel } from '#app/provisioning/drivers/pterodactyl/panel'

const capabilities = [
  'capacity', 'power', 'console', 'rebuild', 'resize', 'passwordReset', 'backupList', 'backupCreation', 'backupRestore', 'backupRemoval',
  'usage', 'ownership', 'startup', 'databases', 'schedules', 'userRemoval',
] as const // prettier-ignore

export type PterodactylCapability = (typeof capabilities)[number]

/** Game servers on Pterodactyl 1.11, through its application and client interfaces. */
export const pterodactyl = defineDriver<PterodactylConfig, PterodactylCapability>({
  name: 'pterodactyl',
  title: 'Pterodactyl',
  productKinds: ['game'],
  capabilities,
  powerActions: ['boot', 'shutdown', 'restart', 'poweroff'],
  secretFields: pterodactylSecrets,
  configFields: pterodactylFields,
  open: (connection, subject) => new PterodactylPanel(connection, subject),
})
