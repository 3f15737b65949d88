package dev.postern.mail.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, false",
        "10.1.2.3, false",
        "100.63.255.255, true",
        "100.64.0.1, false",
        "100.127.255.255, false",
        "100.128.0.1, true",
        "127.0.0.1, false",
        "127.255.255.254, false",
        "169.253.0.1, true",
        "169.254.169.254, false",
        "172.15.0.1, true",
        "172.16.0.1, false",
        "172.31.255.255, false",
        "172.32.0.1, true",
        "192.0.0.8, false",
        "192.0.1.1, true",
        "192.168.1.1, false",
        "198.18.0.1, false",
        "198.19.255.255, false",
        "198.20.0.1, true",
        "203.0.114.1, true",
        "223.255.255.255, true",
        "224.0.0.1, false",
        "240.0.0.1, false",
        "255.255.255.255, false",
        "::, false",
        "::1, false",
        "::7f00:1, false",
        "::ffff:10.0.0.1, false",
        "::ffff:192.0.1.1, true",
        "fe80::1, false",
        "fec0::1, false",
        "fc00::1, false",
        "fd12:3456::1, false",
        "ff02::1, false",
        "100::1, false",
        "2a00:1450::1, true",
        "2001:4860::1, true",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2, false",
        "2002:7f00:1::, false",
        "2002:0a00:0001::1, false",
        "2002:c000:0101::1, true",
        "64:ff9b::7f00:1, false",
        "64:ff9b::c000:101, true",
        "64:ff9b:1::c000:101, false",
        "64:ff9b:0:0:1::1, false"
    })
    void onlyAddressesOfThePublicInternetArePublic(String address, boolean isPublic) throws Exception {
        assertEquals(isPublic, PublicAddress.is(InetAddress.getByName(address)), address);
    }
}
