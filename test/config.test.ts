import t from 'tap'
import { type Config, ConfigError, readConfig } from '../server/config.ts'

const KEY = Buffer.alloc(32, 1).toString('base64')

function read(env: Record<string, string | undefined> = {}): Config {
  return readConfig(env, '/srv/folkalog')
}

function faultsOf(env: Record<string, string>): string[] {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message
        .split('\n')
        .slice(1)
        .map((line) => line.trim())
    throw error
  }
  return []
}

t.test('nothing has to be set', async (t) => {
  t.match(read(), {
    mode: 'production',
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://localhost:3000',
    dataDir: '/srv/folkalog/data',
    databaseUrl: null,
    secretKey: { from: 'file', path: '/srv/folkalog/data/secret.key' },
    mail: null,
    operator: null,
    allowLoopback: false,
    trustProxy: [],
    logLevel: 'info',
    mediaWorkers: 2,
    schedules: {},
  })
  t.equal(read().drandRelays.length, 4)
})

t.test('an empty setting is one that is not set', async (t) => {
  const empty = Object.fromEntries(
    ['PORT', 'PUBLIC_URL', 'DATABASE_URL', 'SECRET_KEY', 'SMTP_URL', 'ALLOW_LOOPBACK'].map((name) => [
      name,
      '',
    ]),
  )
  t.strictSame(read(empty), read())
})

t.test('what is set is taken', async (t) => {
  t.match(
    read({
      NODE_ENV: 'development',
      HOST: '0.0.0.0',
      PORT: '8080',
      PUBLIC_URL: 'https://folkalog.example/',
      DATA_DIR: 'elsewhere',
      DATABASE_URL: 'postgres://me:pass@db/folkalog',
      SECRET_KEY: KEY,
      SMTP_URL: 'smtp://mail.example:587',
      MAIL_FROM: 'katalog@folkalog.example',
      OPERATOR_NAME: 'Lillevik',
      OPERATOR_EMAIL: 'post@lillevik.example',
      OPERATOR_ADDRESS: 'Storgata 1; 0000 Lillevik ;',
      ALLOW_LOOPBACK: '1',
      TRUST_PROXY: '10.0.0.1, fd00::/8',
      LOG_LEVEL: 'warn',
      DRAND_RELAYS: 'https://one.example/, https://two.example',
      MEDIA_WORKERS: '4',
      SCHEDULE_COLLECT_POSTS: '* * * * * *',
    }),
    {
      mode: 'development',
      host: '0.0.0.0',
      port: 8080,
      publicUrl: 'https://folkalog.example',
      dataDir: '/srv/folkalog/elsewhere',
      databaseUrl: 'postgres://me:pass@db/folkalog',
      secretKey: { from: 'environment', base64: KEY, older: [] },
      mail: { url: 'smtp://mail.example:587', from: 'katalog@folkalog.example' },
      operator: {
        name: 'Lillevik',
        email: 'post@lillevik.example',
        address: ['Storgata 1', '0000 Lillevik'],
      },
      allowLoopback: true,
      trustProxy: ['10.0.0.1', 'fd00::/8'],
      logLevel: 'warn',
      drandRelays: ['https://one.example', 'https://two.example'],
      mediaWorkers: 4,
      schedules: { 'collect-posts': '* * * * * *' },
    },
  )
  t.ok(Object.isFrozen(read()))
  t.equal(read({ DATA_DIR: '/var/lib/folkalog' }).dataDir, '/var/lib/folkalog')
})

t.test('each setting has two sides', async (t) => {
  const sides: [name: string, good: string[], bad: string[]][] = [
    ['NODE_ENV', ['production', 'development', 'test'], ['prod', 'Production']],
    ['PORT', ['0', '65535'], ['65536', '-1', '80.5', 'http', '1e3', '100000']],
    [
      'PUBLIC_URL',
      ['https://folkalog.example', 'http://localhost:3000', 'https://folkalog.example/'],
      [
        'folkalog.example',
        'ftp://folkalog.example',
        'https://folkalog.example/katalog',
        'https://a:b@x.example',
        'https://x.example/?a',
      ],
    ],
    ['DATABASE_URL', ['postgres://db/x', 'postgresql://db/x'], ['mysql://db/x', 'db']],
    ['SECRET_KEY', [KEY], [KEY.slice(4), `${KEY}AAAA`, 'x'.repeat(44), 'ø'.repeat(43)]],
    ['LOG_LEVEL', ['fatal', 'silent'], ['loud']],
    ['DRAND_RELAYS', ['https://one.example'], ['one.example', ',', 'https://one.example,two']],
    ['MEDIA_WORKERS', ['1', '64'], ['0', '65', '1.5', '0x2', 'two', '-1']],
    ['TRUST_PROXY', ['127.0.0.1', '10.0.0.0/8,::1', ','], ['everybody', '10.0.0.0/33', '10.0.0.1;10.0.0.2']],
    ['SCHEDULE_SWEEP', ['17 3 * * *', '* * * * * *'], ['hourly', '* * * *', '61 * * * *', '* * * * * * *']],
  ]
  for (const [name, good, bad] of sides) {
    for (const value of good) t.strictSame(faultsOf({ [name]: value }), [], `${name} may be ${value}`)
    for (const value of bad) {
      const faults = faultsOf({ [name]: value })
      t.equal(faults.length, 1, `${name} may not be ${value}`)
      t.match(faults, [new RegExp(`^${name}: found .+, expected .+`)])
    }
  }
})

t.test('settings that belong together come together', async (t) => {
  t.match(faultsOf({ SMTP_URL: 'smtp://mail.example' }), [
    /^SMTP_URL and MAIL_FROM belong together; found only SMTP_URL/,
  ])
  t.match(faultsOf({ MAIL_FROM: 'a@b.example' }), [/found only MAIL_FROM/])
  t.match(faultsOf({ OPERATOR_NAME: 'Lillevik' }), [/found only OPERATOR_NAME/])
  t.match(faultsOf({ SECRET_KEY: KEY, SECRET_KEY_FILE: 'key' }), [/are both set; set one of them/])
  t.match(faultsOf({ SECRET_KEY_OLD: KEY }), [/SECRET_KEY_OLD goes with SECRET_KEY/])
})

t.test('no source lives on the machine of a production server', async (t) => {
  t.match(faultsOf({ ALLOW_LOOPBACK: '1' }), [/refused in production/])
  t.match(faultsOf({ ALLOW_LOOPBACK: 'true', NODE_ENV: 'production' }), [/refused in production/])
  t.same(faultsOf({ ALLOW_LOOPBACK: '1', NODE_ENV: 'test' }), [])
  t.same(faultsOf({ ALLOW_LOOPBACK: '0' }), [])
})

t.test('every fault is named at once', async (t) => {
  const env = {
    PORT: 'http',
    PUBLIC_URL: 'nowhere',
    LOG_LEVEL: 'loud',
    SCHEDULE_SWEEP: 'now and then',
    SMTP_URL: 'smtp://mail.example',
    ALLOW_LOOPBACK: '1',
  }
  t.equal(faultsOf(env).length, 6)
  t.throws(() => read(env), { message: /^The configuration has 6 faults:\n/ })
  t.throws(() => read({ PORT: 'http' }), { message: /^The configuration has 1 fault:\n/ })
})

t.test('no message holds a secret', async (t) => {
  const env = {
    SECRET_KEY: 'sesam-sesam',
    DATABASE_URL: 'mysql://root:sesam@db/x',
    SMTP_URL: 'http://me:sesam@mail.example',
    MAIL_FROM: 'a@b.example',
  }
  const faults = faultsOf(env)
  t.equal(faults.length, 3)
  t.notMatch(faults.join('\n'), /sesam/)
})
