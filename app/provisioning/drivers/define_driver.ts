import { err, ok, type Result } from '#app/shared/result'
import type { ProductKind } from '#app/catalogue/index'
import type {
  CallSubject,
  PanelCapabilities,
  PanelConnection,
  PanelDriver,
  PanelWith,
  PowerAction,
} from '#app/provisioning/drivers/contract'
import {
  commonFields,
  type ConfigFault,
  type PanelConfig,
  type PanelField,
  readFields,
} from '#app/provisioning/drivers/panel_config'
import { panelCapabilities, type PanelCapability } from '#app/provisioning/drivers/panel_groups'

interface DriverDefinition<Config extends PanelConfig, Capability extends PanelCapability> {
  name: string
  title: string
  productKinds: readonly ProductKind[]
  capabilities: readonly Capability[]
  powerActions?: readonly PowerAction[]
  secretFields?: readonly PanelField[]
  configFields?: readonly PanelField[]
  /** What this one panel cannot do, because of its version or because its settings say so. */
  lacks?(config: Config): readonly Capability[]
  /** What a table of fields cannot say: settings that depend on each other. */
  checkConfig?(config: Config): ConfigFault[]
  /** What it opens must have a group for each capability declared: the compiler sees to it. */
  open(connection: PanelConnection<Config>, subject: CallSubject): PanelWith<Capability>
}

const token: PanelField = {
  name: 'token',
  label: 'API token',
  kind: 'text',
  isRequired: true,
  maxLength: 2000,
}

/** Makes a driver of its definition. Its settings are held to its tables whenever they are written. */
export function defineDriver<Config extends PanelConfig, Capability extends PanelCapability>(
  definition: DriverDefinition<Config, Capability>
): PanelDriver {
  const { name, title, productKinds, checkConfig, secretFields = [token], powerActions = [] } = definition
  const configFields = [...(definition.configFields ?? []), ...commonFields]
  const declared: readonly PanelCapability[] = definition.capabilities
  const capabilities = tableOf(declared)
  return {
    name,
    title,
    productKinds,
    powerActions,
    secretFields,
    configFields,
    capabilities,
    capabilitiesFor(config) {
      const lacking: readonly PanelCapability[] = definition.lacks?.(config as Config) ?? []
      return lacking.length === 0 ? capabilities : tableOf(declared.filter((each) => !lacking.includes(each)))
    },
    readConfig(value): Result<PanelConfig, ConfigFault[]> {
      const read = readFields(configFields, value)
      if (!read.ok) return read
      const faults = checkConfig?.(read.value as unknown as Config) ?? []
      return faults.length > 0 ? err(faults) : ok(read.value as PanelConfig)
    },
    // Held to the tables when it was written.
    open: (connection, subject) => definition.open(connection as PanelConnection<Config>, subject),
  }
}

function tableOf(able: readonly PanelCapability[]): PanelCapabilities {
  return Object.fromEntries(
    panelCapabilities.map((capability) => [capability, able.includes(capability)])
  ) as PanelCapabilities
}
