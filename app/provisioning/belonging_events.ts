/** The facts about what belongs to a service that is there: names, copies, databases, settings and ways in. */
import { event } from '#app/shared/events/event'
import type { ServiceCause } from '#app/provisioning/events'

export const serviceDomainAdded = event<ServiceCause & { domain: string }>(
  'service.domain_added',
  'A name leads to a website of a service.'
)
export const serviceDomainRemoved = event<ServiceCause & { domain: string }>(
  'service.domain_removed',
  'A name does not lead to a website of a service any more.'
)
export const serviceBackupMade = event<ServiceCause & { name: string }>(
  'service.backup_made',
  'A copy of a service was begun.'
)
export const serviceBackupRestored = event<ServiceCause & { name: string }>(
  'service.backup_restored',
  'A copy of a service is being put back.'
)
export const serviceBackupRemoved = event<ServiceCause & { name: string }>(
  'service.backup_removed',
  'A copy of a service was removed.'
)
export const serviceDatabaseMade = event<ServiceCause & { name: string }>(
  'service.database_made',
  'A database was made beside a service.'
)
export const serviceDatabasePasswordSet = event<ServiceCause & { name: string }>(
  'service.database_password_set',
  'A database of a service has a new password.'
)
export const serviceDatabaseRemoved = event<ServiceCause & { name: string }>(
  'service.database_removed',
  'A database of a service was removed.'
)
export const serviceReverseNameSet = event<
  ServiceCause & { address: string; name: string | null; isPending: boolean }
>(
  'service.reverse_name_set',
  'The name that an address of a service points back to was set, or taken away; `isPending` where the panel has to publish it first.'
)
export const serviceTrafficAdded = event<ServiceCause & { gigabytes: number }>(
  'service.traffic_added',
  'Staff gave a service more traffic for the running month.'
)
export const servicePortSwitched = event<ServiceCause & { port: string; isOn: boolean }>(
  'service.port_switched',
  'Staff opened or shut a switch port of a dedicated server.'
)
export const serviceCredentialsRevealed = event<ServiceCause>(
  'service.credentials_revealed',
  'Somebody looked at the first password of a service.'
)
export const servicePasswordReset = event<ServiceCause>(
  'service.password_reset',
  'The administrator password of a service was replaced.'
)
export const serviceConsoleOpened = event<ServiceCause>(
  'service.console_opened',
  'Somebody asked for the console of a service.'
)
export const serviceStartupChanged = event<ServiceCause & { variables: string[]; image: string | null }>(
  'service.startup_changed',
  'Settings of a game server were changed; they hold from its next start on.'
)
export const serviceSessionStarted = event<ServiceCause & { image: string }>(
  'service.session_started',
  'A desktop of a workspace was started, or come back to.'
)
export const serviceSessionEnded = event<ServiceCause & { image: string }>(
  'service.session_ended',
  'A desktop of a workspace was ended by its owner or by staff.'
)
export const serviceSignInMade = event<ServiceCause>(
  'service.sign_in_made',
  'Somebody asked for a link that signs them in to the panel of a service.'
)
