package io.github.passmatch.diagnose.figures;

import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.CauseWords;
import java.lang.management.ManagementFactory;
import java.util.Hashtable;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.slf4j.Logger;

/** Registers the figures of rules in JMX, as {@code io.github.passmatch:type=Rule,host="localhost",context="/app",filter="passmatch",rule=1}, and removes them again. */
public final class Management {

    private static final Logger LOG = Loggers.of(Management.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final FilterName filter;

    /** @param filter identifies this filter within the process */
    public Management(FilterName filter) {
        this.filter = filter;
    }

    /** The name of the new bean; empty if another bean has that name. */
    public Optional<ObjectName> register(RuleFigures figures) {
        try {
            ObjectName name = nameOf(figures);
            server.registerMBean(new DescribedBean(new RuleBean(figures)), name);
            return Optional.of(name);
        } catch (JMException e) {
            LOG.warn("rule {} does not appear in JMX: {}", figures.rule().number(), CauseWords.of(e));
            return Optional.empty();
        }
    }

    @SuppressWarnings("JdkObsolete") // JMX requires this class
    private ObjectName nameOf(RuleFigures figures) throws JMException {
        Hashtable<String, String> keys = new Hashtable<>();
        keys.put("type", "Rule");
        if (!filter.host().isEmpty()) keys.put("host", ObjectName.quote(filter.host()));
        keys.put("context", ObjectName.quote(filter.path()));
        keys.put("filter", ObjectName.quote(filter.filter()));
        keys.put("rule", String.valueOf(figures.rule().number()));
        return new ObjectName("io.github.passmatch", keys);
    }

    /** Gives consoles a description of each attribute. */
    private static final class DescribedBean extends StandardMBean {

        DescribedBean(RuleMXBean bean) {
            super(bean, RuleMXBean.class, true);
        }

        @Override
        protected String getDescription(MBeanInfo info) {
            return "The counters of Passmatch for one rule";
        }

        @Override
        protected String getDescription(MBeanAttributeInfo attribute) {
            try {
                return RuleMXBean.class.getMethod("get" + attribute.getName()).getAnnotation(RuleMXBean.Meaning.class).value();
            } catch (NoSuchMethodException e) {
                return attribute.getName();
            }
        }
    }

    public void unregister(ObjectName name) {
        try {
            if (server.isRegistered(name)) server.unregisterMBean(name);
        } catch (JMException e) {
            LOG.debug("{} was already removed", name, e);
        }
    }
}
