import type { PanelDriver } from '#app/provisioning/drivers/contract'
import { VirtfusionPanel } from '#app/provisioning/drivers/virtfusion/panel'

/** VPS on VirtFusion, through its administrator interface, version 1. */
export const virtfusion: PanelDriver = {
  name: 'virtfusion',
  title: 'VirtFusion',
  capabilities: {
    capacity: true,
    power: true,
    console: true,
    signIn: true,
    rebuild: true,
    resize: true,
    passwordReset: true,
    backups: true,
  },
  open: (connection, subject) => new VirtfusionPanel(connection, subject),
}
