import { defineDriver } from '#app/provisioning/drivers/define_driver'
import { type SynergycpConfig, synergycpFields } from '#app/provisioning/drivers/synergycp/config'
import { SynergycpPanel } from '#app/provisioning/drivers/synergycp/panel'

const capabilities = [
  'capacity', 'installation', 'power', 'signIn', 'rebuild', 'resize', 'reverseNames', 'blockNames', 'usage', 'hardware', 'trafficGraph',
  'switchPorts',
] as const // prettier-ignore

export type SynergycpCapability = (typeof capabilities)[number]

/** Dedicated servers on SynergyCP: real machines that stand there already and are handed over. */
export const synergycp = defineDriver<SynergycpConfig, SynergycpCapability>({
  name: 'synergycp',
  title: 'SynergyCP',
  productKinds: ['dedicated'],
  capabilities,
  powerActions: ['boot', 'shutdown', 'restart', 'poweroff'],
  configFields: synergycpFields,
  open: (connection, subject) => new SynergycpPanel(connection, subject),
})
