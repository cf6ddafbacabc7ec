import { defineDriver } from '#app/provisioning/drivers/define_driver'
import { type EnhanceConfig, enhanceFields } from '#app/provisioning/drivers/enhance/config'
import { EnhancePanel } from '#app/provisioning/drivers/enhance/panel'

const capabilities = [
  'capacity', 'installation', 'signIn', 'resize', 'passwordReset', 'usage', 'domains',
  'backupList', 'backupCreation', 'backupRestore', 'backupRemoval',
] as const // prettier-ignore

export type EnhanceCapability = (typeof capabilities)[number]

/** Web hosting on Enhance, through its orchd interface, version 12. */
export const enhance = defineDriver<EnhanceConfig, EnhanceCapability>({
  name: 'enhance',
  title: 'Enhance',
  productKinds: ['hosting'],
  capabilities,
  configFields: enhanceFields,
  open: (connection, subject) => new EnhancePanel(connection, subject),
})
