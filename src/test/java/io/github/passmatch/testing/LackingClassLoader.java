package io.github.passmatch.testing;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** The application's classes once more, but for some: as in an application whose build has left libraries out, or has chosen others. */
public final class LackingClassLoader extends URLClassLoader {

    private final String prefix;

    /** @param prefix how the names of the missing classes and resources begin, with dots */
    public LackingClassLoader(String prefix) throws IOException {
        super(classPath(), ClassLoader.getPlatformClassLoader());
        this.prefix = prefix;
    }

    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")).split(File.pathSeparator)) urls.add(Path.of(entry).toUri().toURL());
        return urls.toArray(URL[]::new);
    }

    private boolean lacks(String resource) {
        return resource.replace('/', '.').startsWith(prefix);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (lacks(name)) throw new ClassNotFoundException(name);
        return super.loadClass(name, resolve);
    }

    @Override
    public URL findResource(String name) {
        return lacks(name) ? null : super.findResource(name);
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        return lacks(name) ? Collections.emptyEnumeration() : super.findResources(name);
    }
}
