package io.github.passmatch.diagnose.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class ManagementTest {

    @Test
    void attributesHaveDescriptionsAndNamesTellFiltersApart() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try (ProxyUnderTest one = new ProxyUnderTest("ProxyPass /a http://127.0.0.1:1")) {
            assertTrue(one.port() > 0);
            ObjectName name = beans.queryNames(new ObjectName("io.github.passmatch:*"), null).iterator().next();
            assertEquals("\"/\"", name.getKeyProperty("context"));
            assertFalse(name.getKeyProperty("filter").isEmpty());
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes())
                assertTrue(attribute.getDescription().contains(" "), () -> attribute.getName() + ": " + attribute.getDescription());
            assertTrue(Arrays.stream(beans.getMBeanInfo(name).getAttributes()).anyMatch(attribute -> attribute.getName().equals("Own")));
        }
    }
}
