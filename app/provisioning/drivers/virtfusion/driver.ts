import { defineDriver } from '#app/provisioning/drivers/define_driver'
import { type VirtfusionConfig, virtfusionFields } from '#app/provisioning/drivers/virtfusion/config'
import { VirtfusionPanel } from '#app/provisioning/drivers/virtfusion/panel'

/** Copies cannot be made or put back at will before 7.1, and how they are from then on is not documented. */
const capabilities = [
  'capacity', 'naming', 'installation', 'power', 'console', 'signIn', 'rebuild', 'resize', 'passwordReset', 'extraAddresses',
  'reverseNames', 'blockNames', 'backups', 'backupList', 'usage', 'sshKeys', 'ownership', 'extraTraffic', 'userRemoval',
] as const // prettier-ignore

export type VirtfusionCapability = (typeof capabilities)[number]

/** VPS on VirtFusion, through its administrator interface, version 1. */
export const virtfusion = defineDriver<VirtfusionConfig, VirtfusionCapability>({
  name: 'virtfusion',
  title: 'VirtFusion',
  productKinds: ['vps'],
  capabilities,
  powerActions: ['boot', 'shutdown', 'restart', 'poweroff'],
  configFields: virtfusionFields,
  lacks: ({ reverseNames, networkNames }) => [
    ...(reverseNames ? [] : (['reverseNames'] as const)),
    ...(reverseNames && networkNames ? [] : (['blockNames'] as const)),
  ],
  open: (connection, subject) => new VirtfusionPanel(connection, subject),
})
