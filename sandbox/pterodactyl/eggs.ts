/** What the demo panel can install: nests, their eggs, and the variables of each with their rules. Table of data. */

export interface VariableSpec {
  id: number
  name: string
  description: string
  env: string
  defaultValue: string
  userViewable: boolean
  userEditable: boolean
  rules: string
}

export interface EggSpec {
  id: number
  uuid: string
  nestId: number
  name: string
  author: string
  description: string
  /** Label and image: `Java 21` → `ghcr.io/…:java_21`. The first is the default. */
  images: Record<string, string>
  startup: string
  stop: string
  /** What it writes when it is up, and where the daemon then says `running`. */
  done: string
  variables: VariableSpec[]
}

export interface NestSpec {
  id: number
  uuid: string
  name: string
  description: string
}

export const NESTS: NestSpec[] = [
  { id: 1, uuid: '5b1b2f36-0000-4000-8000-000000000001', name: 'Minecraft', description: 'Minecraft - the classic game from Mojang.' },
  { id: 2, uuid: '5b1b2f36-0000-4000-8000-000000000002', name: 'Survival', description: 'Games in which one survives.' },
] // prettier-ignore

let nextVariable = 0
type Access = 'edit' | 'view' | 'hidden'

function variable(
  env: string,
  name: string,
  defaultValue: string,
  rules: string,
  description: string,
  access: Access = 'edit'
): VariableSpec {
  nextVariable += 1
  return {
    id: nextVariable, env, name, defaultValue, rules, description,
    userViewable: access !== 'hidden',
    userEditable: access === 'edit',
  } // prettier-ignore
}

const JAVA = {
  'Java 21': 'ghcr.io/pterodactyl/yolks:java_21',
  'Java 17': 'ghcr.io/pterodactyl/yolks:java_17',
  'Java 8': 'ghcr.io/pterodactyl/yolks:java_8',
}
const JAVA_STARTUP = 'java -Xms128M -XX:MaxRAMPercentage=95.0 -jar {{SERVER_JARFILE}}'
const jar = () =>
  variable('SERVER_JARFILE', 'Server Jar File', 'server.jar', 'required|regex:/^([\\w\\d._-]+)(\\.jar)$/', 'The name of the server jarfile to run the server with.') // prettier-ignore

export const EGGS: EggSpec[] = [
  {
    id: 1,
    uuid: 'e6600001-0000-4000-8000-000000000001',
    nestId: 1,
    name: 'Vanilla Minecraft',
    author: 'support@pterodactyl.io',
    description: 'Minecraft as its makers ship it.',
    images: JAVA,
    startup: JAVA_STARTUP,
    stop: 'stop',
    done: ')! For help, type ',
    variables: [
      jar(),
      variable('VANILLA_VERSION', 'Server Version', 'latest', 'required|string|between:3,15', 'The version of Minecraft Vanilla to install. Use "latest" to install the latest version.'), // prettier-ignore
    ],
  },
  {
    id: 2,
    uuid: 'e6600001-0000-4000-8000-000000000002',
    nestId: 1,
    name: 'Paper',
    author: 'parker@pterodactyl.io',
    description: 'High performance fork of Spigot with plugins.',
    images: JAVA,
    startup: JAVA_STARTUP,
    stop: 'stop',
    done: ')! For help, type ',
    variables: [
      variable('MINECRAFT_VERSION', 'Minecraft Version', 'latest', 'nullable|string|max:20', 'The version of Minecraft to download. Leave at latest to always get the latest version.'),
      jar(),
      variable('DL_PATH', 'Download Path', '', 'nullable|string', 'A URL to use to download a server.jar.', 'hidden'),
      variable('BUILD_NUMBER', 'Build Number', 'latest', 'required|string|max:20', 'The build number for the Paper release. Leave at latest to always get the latest build.'),
    ], // prettier-ignore
  },
  {
    id: 3,
    uuid: 'e6600001-0000-4000-8000-000000000003',
    nestId: 1,
    name: 'Forge Minecraft',
    author: 'support@pterodactyl.io',
    description: 'Minecraft with mods by Forge.',
    images: JAVA,
    startup:
      'java -Xms128M -XX:MaxRAMPercentage=95.0 $( [[ ! -f unix_args.txt ]] && printf %s "-jar {{SERVER_JARFILE}}" || printf %s "@unix_args.txt" )',
    stop: 'stop',
    done: ')! For help, type ',
    variables: [
      jar(),
      variable('MC_VERSION', 'Minecraft Version', 'latest', 'required|string|max:9', 'The version of Minecraft to install for.'),
      variable('BUILD_TYPE', 'Build Type', 'recommended', 'required|string|in:recommended,latest', 'Which build of Forge is used when no version of it is given.'),
      variable('FORGE_VERSION', 'Forge Version', '', 'nullable|regex:/^[0-9\\.\\-]+$/', 'The full version, such as 1.20.1-47.2.0.'),
    ], // prettier-ignore
  },
  {
    id: 15,
    uuid: 'e6600001-0000-4000-8000-000000000015',
    nestId: 2,
    name: 'Valheim',
    author: 'staff@example.test',
    description: 'A game of exploration and survival for one to ten players.',
    images: { Valheim: 'ghcr.io/parkervcp/games:valheim' },
    startup:
      './valheim_server.x86_64 -nographics -batchmode -name "{{SERVER_NAME}}" -port {{SERVER_PORT}} -world "{{WORLD}}" -password "{{PASSWORD}}" -public {{PUBLIC_SERVER}}',
    stop: '^C',
    done: 'Game server connected',
    variables: [
      variable('SERVER_NAME', 'Server Name', 'Valheim Server', 'required|string|max:60', 'The name of the server in the list.'),
      variable('WORLD', 'World Name', 'Dedicated', 'required|alpha_dash|max:20', 'The name of the world; a new name begins a new one.'),
      variable('PASSWORD', 'Server Password', 'secret', 'required|alpha_dash|between:5,20', 'What players enter to join.'),
      variable('PUBLIC_SERVER', 'Public Server', '1', 'required|boolean', '1 lists the server for everybody, 0 does not.'),
      variable('SRCDS_APPID', 'App ID', '896660', 'required|numeric|in:896660', 'What Steam installs.', 'view'),
    ], // prettier-ignore
  },
  {
    id: 16,
    uuid: 'e6600001-0000-4000-8000-000000000016',
    nestId: 2,
    name: 'Rust',
    author: 'support@pterodactyl.io',
    description: 'The only aim in Rust is to survive.',
    images: { Rust: 'ghcr.io/pterodactyl/games:rust' },
    startup:
      './RustDedicated -batchmode +server.port {{SERVER_PORT}} +server.hostname \\"{{HOSTNAME}}\\" +server.worldsize \\"{{WORLD_SIZE}}\\" +server.maxplayers {{MAX_PLAYERS}}',
    stop: 'quit',
    done: 'Server startup complete',
    variables: [
      variable('HOSTNAME', 'Server Name', 'A Rust Server', 'required|string|max:60', 'The name of the server in the list.'),
      variable('WORLD_SIZE', 'World Size', '3000', 'required|integer|min:1000|max:6000', 'Length of one side of the world.'),
      variable('MAX_PLAYERS', 'Max Players', '40', 'required|integer|between:1,200', 'How many may play at once.'),
    ], // prettier-ignore
  },
]

export function findEgg(id: number): EggSpec | undefined {
  return EGGS.find((egg) => egg.id === id)
}
