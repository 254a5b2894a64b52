import fc from 'fast-check'
import t from 'tap'
import { addressRefusal } from '../../server/net/address.ts'

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '168.63.129.15',
  '2606:4700:4700::1111',
  '2a00:1450:400f::200e',
  '2003::1',
  '3ffe:ffff::1',
]

const REFUSED = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.0',
  '10.255.255.255',
  '100.64.0.0',
  '100.100.100.200',
  '100.127.255.255',
  '168.63.129.16',
  '169.254.0.0',
  '169.254.169.254',
  '169.254.255.255',
  '172.16.0.0',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.0',
  '192.168.255.255',
  '198.18.0.0',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:169.254.169.254',
  '::ffff:8.8.8.8',
  '::ffff:0:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  '2002:808:808::1',
  '3fff::1',
  '4000::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
]

t.test('an address of the public internet may be reached', async (t) => {
  for (const address of PUBLIC) t.equal(addressRefusal(address, false), null, address)
})

t.test('every other address is refused, and opening loopback opens none of them', async (t) => {
  for (const address of REFUSED) {
    t.type(addressRefusal(address, false), 'string', address)
    t.type(addressRefusal(address, true), 'string', `${address} with loopback open`)
  }
})

t.test('loopback is reached only when it is opened', async (t) => {
  for (const address of ['127.0.0.1', '127.255.255.255', '::1']) {
    t.equal(addressRefusal(address, false), 'a loopback address', address)
    t.equal(addressRefusal(address, true), null, address)
  }
})

t.test('the refusal says what the address is', async (t) => {
  t.equal(addressRefusal('100.64.0.1', false), 'an address that is not public (carrier grade nat)')
  t.equal(addressRefusal('fe80::1', false), 'an address that is not public (link local)')
  t.equal(addressRefusal('4000::1', false), 'an address outside 2000::/3')
})

t.test(
  'what is not an address in its usual form is refused, even when some library would read it',
  async (t) => {
    for (const odd of [
      '',
      'localhost',
      '2130706433',
      '0x7f.1',
      '8.8.8',
      '08.8.8.8',
      'fe80::1%eth0',
      '2606::1%1',
      '[::1]',
      ' 8.8.8.8',
    ]) {
      t.equal(addressRefusal(odd, true), 'not an IP address', JSON.stringify(odd))
    }
  },
)

t.test('no IPv6 address outside 2000::/3 may be reached', async () => {
  const outside = fc
    .tuple(fc.nat(0xffff), fc.array(fc.nat(0xffff), { minLength: 7, maxLength: 7 }))
    .filter(([first]) => first >> 13 !== 1)
    .map(([first, rest]) => [first, ...rest].map((part) => part.toString(16)).join(':'))
  fc.assert(fc.property(outside, (address) => addressRefusal(address, false) !== null))
})
