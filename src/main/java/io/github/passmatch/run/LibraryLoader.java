package io.github.passmatch.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Attributes.Name;

/**
 * Loads classes and resources from jars in memory, in the order in which they were added. After the jars were added, no file is needed: late class loading
 * cannot fail because of an emptied temporary folder, a replaced WAR or missing file descriptors.
 */
final class LibraryLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String PROTOCOL = "passmatch";

    private final Map<String, LibraryJar.Entry> index = new HashMap<>(8192);
    private final List<LibraryJar> jars = new ArrayList<>();

    LibraryLoader() {
        super("passmatch", ClassLoader.getPlatformClassLoader());
    }

    /** To be called before the first class is loaded. */
    public void add(LibraryJar jar) throws IOException {
        jars.add(jar);
        jar.entries().forEach(index::putIfAbsent);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        LibraryJar.Entry entry = index.get(name.replace('.', '/') + ".class");
        if (entry == null) throw new ClassNotFoundException(name);
        try {
            definePackage(name, entry.jar());
            byte[] code = entry.bytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private void definePackage(String className, LibraryJar jar) throws IOException {
        int dot = className.lastIndexOf('.');
        String name = dot < 0 ? "" : className.substring(0, dot);
        if (dot < 0 || getDefinedPackage(name) != null) return;
        Attributes main = jar.manifest().getMainAttributes();
        try {
            definePackage(name, main.getValue(Name.SPECIFICATION_TITLE), main.getValue(Name.SPECIFICATION_VERSION), main.getValue(Name.SPECIFICATION_VENDOR),
                    main.getValue(Name.IMPLEMENTATION_TITLE), main.getValue(Name.IMPLEMENTATION_VERSION), main.getValue(Name.IMPLEMENTATION_VENDOR), null);
        } catch (IllegalArgumentException e) {
            // Another thread has defined the package at the same time.
        }
    }

    @Override
    protected URL findResource(String name) {
        LibraryJar.Entry entry = index.get(name);
        return entry == null ? null : url(entry);
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (LibraryJar jar : jars) {
            LibraryJar.Entry entry = jar.entries().get(name);
            if (entry != null) urls.add(url(entry));
        }
        return Collections.enumeration(urls);
    }

    private static URL url(LibraryJar.Entry entry) {
        try {
            return new URL(PROTOCOL, "", -1, entry.jar().name() + "!/" + entry.name(), new Handler(entry));
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens the entry of the URL, and entries that are named relative to this URL. */
    private static final class Handler extends URLStreamHandler {
        private final LibraryJar.Entry entry;

        private Handler(LibraryJar.Entry entry) {
            this.entry = entry;
        }

        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            String name = url.getPath().substring(url.getPath().indexOf("!/") + 2);
            LibraryJar.Entry wanted = entry.jar().entries().get(name);
            if (wanted == null) throw new IOException("there is no " + name + " in " + entry.jar().name());
            return new Opened(url, wanted);
        }
    }

    private static final class Opened extends URLConnection {
        private final LibraryJar.Entry entry;

        private Opened(URL url, LibraryJar.Entry entry) {
            super(url);
            this.entry = entry;
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public long getContentLengthLong() {
            return entry.size();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new ByteArrayInputStream(entry.bytes());
        }
    }
}
