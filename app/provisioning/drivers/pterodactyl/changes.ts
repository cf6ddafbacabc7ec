import { err, ok } from '#app/shared/result'
import type { PanelFailure, PanelGroups, PanelResult } from '#app/provisioning/drivers/contract'
import type { PterodactylApi } from '#app/provisioning/drivers/pterodactyl/api'
import { leftOn } from '#app/provisioning/drivers/pterodactyl/capacity'
import { type PterodactylCatalogue, variablesOf } from '#app/provisioning/drivers/pterodactyl/catalogue'
import {
  containerOf,
  featureLimitsOf,
  isGame,
  limitsOf,
  onlyGames,
} from '#app/provisioning/drivers/pterodactyl/creation'
import { sftpUser } from '#app/provisioning/drivers/pterodactyl/observation'
import { done } from '#app/provisioning/drivers/pterodactyl/running'
import type {
  Item,
  PterodactylEgg,
  PterodactylNode,
  PterodactylServer,
  PterodactylUser,
} from '#app/provisioning/drivers/pterodactyl/shapes'

const full: PanelFailure = {
  type: 'refused',
  reason: 'no_capacity',
  message: 'The node of the server has no room for it to grow.',
}

type Changes = Pick<PanelGroups, 'resize' | 'rebuild' | 'passwordReset' | 'ownership' | 'startup'>

/** What is changed of a server, on the application interface. */
export function changesOf(api: PterodactylApi, catalogue: PterodactylCatalogue): Changes {
  const read = async (reference: string): PanelResult<PterodactylServer> => {
    const path = `/application/servers/${reference}?include=user`
    const server = await api.onServer<Item<PterodactylServer>>('GET', path)
    return server.ok ? ok(server.value.attributes) : server
  }
  return {
    resize: {
      /** The panel checks no room here, so we do. */
      async resizeServer(reference, spec) {
        if (!isGame(spec)) return err(onlyGames)
        const server = await read(reference)
        if (!server.ok) return server
        const node = await api.item<PterodactylNode>('GET', `/application/nodes/${server.value.node}`)
        if (!node.ok) return node
        const { memoryMb, diskMb } = leftOn(node.value)
        const { memory, disk } = server.value.limits
        if (isMore(spec.memoryMb - memory, memoryMb) || isMore(spec.storageMb - disk, diskMb))
          return err(full)
        const changed = await api.onServer('PATCH', `/application/servers/${reference}/build`, {
          allocation: server.value.allocation,
          limits: { ...limitsOf(spec), threads: server.value.limits.threads },
          feature_limits: featureLimitsOf(spec),
        })
        return changed.ok ? ok({ unchanged: [] }) : changed
      },
    },
    rebuild: {
      /** Another game is written first: the panel notes it and installs nothing until it is told to. */
      async rebuildServer(reference, { template, spec }) {
        if (!isGame(spec)) return err(onlyGames)
        const egg = await catalogue.findEgg(template)
        if (!egg.ok) return egg
        const server = await read(reference)
        if (!server.ok) return server
        if (server.value.egg !== egg.value.id) {
          const isSame = spec.template === template
          const chosen = isSame ? spec : { image: '', variables: {} }
          const written = await writeStartup(api, { server: server.value, egg: egg.value, chosen })
          if (!written.ok) return written
        }
        const begun = await api.onServer('POST', `/application/servers/${reference}/reinstall`)
        return begun.ok ? ok({ user: sftpUser(server.value), password: '' }) : begun
      },
      listTemplates: () => catalogue.listTemplates(),
    },
    passwordReset: {
      isOfAccount: true,
      /** The panel's user has one password for the panel and for the files of all their servers. */
      async resetPassword(reference, { password }) {
        const server = await read(reference)
        if (!server.ok) return server
        const user = server.value.relationships?.user?.attributes
        if (!user)
          return err({ type: 'misconfigured', message: 'The panel does not say whose server it is.' })
        const { email, username, first_name, last_name } = user
        const changed = await api.item<PterodactylUser>('PATCH', `/application/users/${server.value.user}`, {
          email, username, first_name, last_name, password,
        }) // prettier-ignore
        return changed.ok ? ok({ user: sftpUser(server.value), password, work: null }) : changed
      },
      readWork: async () => ok('done'),
    },
    ownership: {
      /** What is left out here is written as nothing: the mark is always sent again. */
      async moveServer(reference, userReference) {
        const server = await read(reference)
        if (!server.ok) return server
        const { name, external_id, description } = server.value
        const user = Number(userReference)
        return done(
          await api.onServer('PATCH', `/application/servers/${reference}/details`, {
            name,
            user,
            external_id,
            description,
          })
        )
      },
    },
    startup: startupOf(api, { catalogue, read }),
  }
}

/** Start-up and variables. They hold from the next start on. */
function startupOf(
  api: PterodactylApi,
  { catalogue, read }: { catalogue: PterodactylCatalogue; read: (reference: string) => PanelResult<PterodactylServer> }
): PanelGroups['startup'] {
  const eggOf = async (server: PterodactylServer): PanelResult<PterodactylEgg> => {
    const eggs = await catalogue.listEggs()
    if (!eggs.ok) return eggs
    const found = eggs.value.find(({ egg }) => egg.id === server.egg)
    return found ? ok(found.egg) : err({ type: 'misconfigured', message: 'The game of the server is gone from the panel.' })
  }
  return {
    async readStartup(reference) {
      const server = await read(reference)
      if (!server.ok) return server
      const egg = await eggOf(server.value)
      if (!egg.ok) return egg
      const { environment, startup_command, image } = server.value.container
      const images = Object.entries(egg.value.docker_images ?? {})
      return ok({
        command: startup_command,
        image: images.find(([, name]) => name === image)?.[0] ?? image,
        images: images.map(([label]) => label),
        variables: variablesOf(egg.value)
          .filter(({ user_viewable }) => user_viewable)
          .map((variable) => ({
            code: variable.env_variable,
            name: variable.name,
            description: variable.description ?? '',
            defaultValue: variable.default_value ?? '',
            rules: variable.rules,
            isEditable: variable.user_editable,
            value: String(environment[variable.env_variable] ?? variable.default_value ?? ''),
          })),
      })
    },
    async changeStartup(reference, { image, variables }) {
      const server = await read(reference)
      if (!server.ok) return server
      const egg = await eggOf(server.value)
      if (!egg.ok) return egg
      const label = image ?? Object.entries(egg.value.docker_images ?? {}).find(([, name]) => name === server.value.container.image)?.[0] ?? ''
      return writeStartup(api, { server: server.value, egg: egg.value, chosen: { image: label, variables } })
    },
  }
} // prettier-ignore

interface Written {
  server: PterodactylServer
  egg: PterodactylEgg
  chosen: { image: string; variables: Record<string, string> }
}

/** Present values first, what was set over them. */
async function writeStartup(api: PterodactylApi, { server, egg, chosen }: Written): PanelResult<void> {
  const container = containerOf(egg, chosen, server.container.environment)
  if (!container.ok) return container
  const startup = server.egg === egg.id ? server.container.startup_command : egg.startup
  return done(
    await api.onServer('PATCH', `/application/servers/${server.id}/startup`, {
      startup,
      egg: egg.id,
      image: container.value.image,
      environment: container.value.environment,
      skip_scripts: false,
    })
  )
}

function isMore(wanted: number, left: number | null): boolean {
  return left !== null && wanted > 0 && wanted > left
}
