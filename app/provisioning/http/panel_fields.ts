import type { PanelField } from '#app/provisioning/drivers/contract'
import { findPanelDriver, panelDriverNames } from '#app/provisioning/drivers/registry'

/** What a form asks for to connect or change a panel of a kind, in the words of whoever looks at it. */
export function panelFieldsOf(driverName: string, words: (key: string, fallback: string) => string) {
  const { configFields, secretFields } = findPanelDriver(driverName)
  const show = ({ name, label, help = '', kind, isRequired = false, minimum, maximum }: PanelField) => ({
    name,
    label: words(`panels.${driverName}.${name}`, words(`panels.every.${name}`, label)),
    help: words(`panels.${driverName}.${name}_help`, help),
    kind,
    is_required: isRequired,
    minimum: minimum ?? null,
    maximum: maximum ?? null,
  })
  return { settings: configFields.map(show), secrets: secretFields.map(show) }
}

/** Every kind of panel that can be connected, with its fields. */
export function listPanelKinds(words: (key: string, fallback: string) => string) {
  return panelDriverNames.map((driver) => ({
    driver,
    title: findPanelDriver(driver).title,
    fields: panelFieldsOf(driver, words),
  }))
}
