// Table of data: the demo's game servers, whose games are those of the sandbox's panel.
import type { DemoProduct, DemoProductPlan } from '#app/catalogue/domain/demo_product'
import type { VariableDefinition } from '#app/catalogue/domain/variable_rules'

function plan(
  game: string,
  memoryGb: number,
  [description, german]: [english: string, german: string],
  size: { storageGb: number; cpuPercent: number; databases: number; backups: number },
  [EUR, USD, GBP]: [eur: number, usd: number, gbp: number]
): DemoProductPlan {
  return {
    slug: `${game.toLowerCase()}-${memoryGb}`,
    name: `${game} ${memoryGb} GB`,
    description,
    spec: {
      memoryMb: memoryGb * 1024,
      swapMb: 0,
      storageMb: size.storageGb * 1024,
      cpuPercent: size.cpuPercent,
      ioWeight: 500,
      databases: size.databases,
      backupCount: size.backups,
      extraPorts: 0,
    },
    panelPackage: `${game} ${memoryGb} GB`,
    monthly: { EUR, USD, GBP },
    isRecommended: memoryGb === 4,
    translations: { de: { description: german } },
  }
}

function variable(code: string, name: string, defaultValue: string, rules: string, description: string): VariableDefinition {
  return { code, name, defaultValue, rules, description }
} // prettier-ignore

const paperAsks = [
  variable('MINECRAFT_VERSION', 'Minecraft version', 'latest', 'nullable|string|max:20', 'Such as 1.21.4; "latest" is always the newest.'),
  variable('BUILD_NUMBER', 'Build of Paper', 'latest', 'required|string|max:20', '"latest" is always the newest.'),
] // prettier-ignore
const vanillaAsks = [
  variable('VANILLA_VERSION', 'Minecraft version', 'latest', 'required|string|between:3,15', 'Such as 1.21.4; "latest" is always the newest.'),
] // prettier-ignore
const forgeAsks = [
  variable('MC_VERSION', 'Minecraft version', 'latest', 'required|string|max:9', 'Such as 1.20.1; "latest" is always the newest.'),
  variable('BUILD_TYPE', 'Build of Forge', 'recommended', 'required|string|in:recommended,latest', 'recommended or latest.'),
  variable('FORGE_VERSION', 'Forge version', '', 'nullable|regex:/^[0-9\\.\\-]+$/', 'A certain one, such as 1.20.1-47.2.0; empty takes the build above.'),
] // prettier-ignore
const valheimAsks = [
  variable('SERVER_NAME', 'Name in the list', 'Valheim Server', 'required|string|max:60', 'What players look for.'),
  variable('WORLD', 'World', 'Dedicated', 'required|alpha_dash|max:20', 'A new name begins a new world.'),
  variable('PASSWORD', 'Password of the server', 'secret', 'required|alpha_dash|between:5,20', 'What players enter to join.'),
  variable('PUBLIC_SERVER', 'Listed', '1', 'required|boolean', '1 lists the server for everybody, 0 does not.'),
] // prettier-ignore

const gameText = { name: 'Game', help: 'What is installed. You can change to another one at any time.' }
const gameWords = {
  de: { name: 'Spiel', help: 'Was installiert wird. Sie können jederzeit ein anderes wählen.' },
}

export const minecraft: DemoProduct = {
  slug: 'minecraft',
  kind: 'game',
  panelDriver: 'pterodactyl',
  name: 'Minecraft server',
  tagline: 'Your own world on fast cores, up in a minute.',
  description:
    'Paper, Vanilla or Forge on NVMe and cores with a high clock. Console in the browser, files by SFTP, backups, and every setting of the server in your hand. Paid for only once it runs.',
  translations: {
    de: {
      name: 'Minecraft-Server',
      tagline: 'Ihre eigene Welt auf schnellen Kernen, in einer Minute bereit.',
      description:
        'Paper, Vanilla oder Forge auf NVMe und Kernen mit hohem Takt. Konsole im Browser, Dateien über SFTP, Sicherungen und alle Einstellungen des Servers in Ihrer Hand. Bezahlt wird erst, wenn er läuft.',
    },
  },
  plans: [
    plan('Minecraft', 2, ['For a few friends.', 'Für ein paar Freunde.'], { storageGb: 10, cpuPercent: 100, databases: 0, backups: 1 }, [400, 450, 350]),
    plan('Minecraft', 4, ['For up to twenty players and plugins.', 'Für bis zu zwanzig Spieler und Plugins.'], { storageGb: 20, cpuPercent: 200, databases: 1, backups: 2 }, [750, 850, 650]),
    plan('Minecraft', 8, ['For mods and large worlds.', 'Für Mods und große Welten.'], { storageGb: 40, cpuPercent: 300, databases: 2, backups: 4 }, [1400, 1600, 1250]),
  ],
  options: [
    {
      code: 'game',
      ...gameText,
      translations: gameWords,
      kind: 'choice',
      maximum: 1,
      monthly: null,
      values: [
        { code: 'paper', name: 'Paper', group: 'With plugins', spec: { template: 'Paper', ask: paperAsks }, isDefault: true, translations: { de: { group: 'Mit Plugins' } } },
        { code: 'vanilla', name: 'Vanilla', group: 'As its makers ship it', spec: { template: 'Vanilla Minecraft', ask: vanillaAsks }, translations: { de: { group: 'Wie ausgeliefert' } } },
        { code: 'forge', name: 'Forge', group: 'With mods', spec: { template: 'Forge Minecraft', ask: forgeAsks }, translations: { de: { group: 'Mit Mods' } } },
      ],
    },
    {
      code: 'databases',
      name: 'Databases',
      help: 'For plugins that keep their data in MySQL. In all, in place of those of the plan.',
      translations: { de: { name: 'Datenbanken', help: 'Für Plugins, die ihre Daten in MySQL halten. Insgesamt, statt derer des Tarifs.' } },
      kind: 'quantity',
      maximum: 10,
      monthly: { EUR: 50, USD: 55, GBP: 45 },
      values: [],
    },
  ],
} // prettier-ignore

export const valheim: DemoProduct = {
  slug: 'valheim',
  kind: 'game',
  panelDriver: 'pterodactyl',
  name: 'Valheim server',
  tagline: 'Ten vikings, one world, always on.',
  description:
    'A Valheim server that is there when your friends are. Its own world, password and name; console in the browser, files by SFTP, backups. Paid for only once it runs.',
  translations: {
    de: {
      name: 'Valheim-Server',
      tagline: 'Zehn Wikinger, eine Welt, immer erreichbar.',
      description:
        'Ein Valheim-Server, der da ist, wenn Ihre Freunde da sind. Eigene Welt, eigenes Passwort, eigener Name; Konsole im Browser, Dateien über SFTP, Sicherungen. Bezahlt wird erst, wenn er läuft.',
    },
  },
  plans: [
    plan('Valheim', 4, ['For up to five players.', 'Für bis zu fünf Spieler.'], { storageGb: 20, cpuPercent: 200, databases: 0, backups: 2 }, [900, 1000, 800]),
    plan('Valheim', 8, ['For ten players and a wide world.', 'Für zehn Spieler und eine weite Welt.'], { storageGb: 30, cpuPercent: 300, databases: 0, backups: 4 }, [1500, 1700, 1350]),
  ],
  options: [
    {
      code: 'game',
      ...gameText,
      translations: gameWords,
      kind: 'choice',
      maximum: 1,
      monthly: null,
      values: [
        { code: 'valheim', name: 'Valheim', group: 'Survival', spec: { template: 'Valheim', ask: valheimAsks }, isDefault: true, translations: { de: { group: 'Überleben' } } },
      ],
    },
  ],
} // prettier-ignore
