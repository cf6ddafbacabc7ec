import { defineDriver } from '#app/provisioning/drivers/define_driver'
import { type KasmConfig, kasmFields, kasmSecrets } from '#app/provisioning/drivers/kasm/config'
import { KasmPanel } from '#app/provisioning/drivers/kasm/panel'

const capabilities = ['signIn', 'resize', 'passwordReset', 'usage', 'sessions'] as const

export type KasmCapability = (typeof capabilities)[number]

/** Workspaces on Kasm, through its Developer API as documented up to 1.19. */
export const kasm = defineDriver<KasmConfig, KasmCapability>({
  name: 'kasm',
  title: 'Kasm Workspaces',
  productKinds: ['workspace'],
  capabilities,
  secretFields: kasmSecrets,
  configFields: kasmFields,
  open: (connection, subject) => new KasmPanel(connection, subject),
})
