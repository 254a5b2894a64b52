import t from 'tap'
import { networkOf } from '../../server/net/client-network.ts'

t.test('an IPv4 address is a network of its own, also written as IPv6', async (t) => {
  t.equal(networkOf('203.0.113.7'), '203.0.113.7')
  t.equal(networkOf('::ffff:203.0.113.7'), '203.0.113.7')
  t.not(networkOf('203.0.113.7'), networkOf('203.0.113.8'))
})

t.test('an IPv6 network is its first 64 bits, however it is written', async (t) => {
  const network = networkOf('2001:db8:1:2:3:4:5:6')
  t.equal(networkOf('2001:0DB8:0001:0002::1'), network)
  t.equal(networkOf('2001:db8:1:2:ffff:ffff:ffff:ffff'), network)
  t.not(networkOf('2001:db8:1:3::1'), network)
  t.equal(networkOf('fe80::1%eth0'), networkOf('fe80::2%eth1'))
})

t.test('what is no address shares one network', async (t) => {
  for (const text of ['', 'unix:', 'localhost', '1.2.3.4.5', '2001:db8::1::2']) {
    t.equal(networkOf(text), 'unknown', text)
  }
})
